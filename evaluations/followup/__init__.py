"""What follows from closed assessments: letters, decisions, recognitions, the Ministry's answer."""
