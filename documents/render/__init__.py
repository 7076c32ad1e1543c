"""From a `Doc` to a page: HTML, PDF, a word processor's file, a certificate."""
