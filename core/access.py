"""Access to the pages of the ground floor."""

from accounts.access import PUBLIC, SIGNED_IN, Access

ACCESS = {
    "core:healthz": Access(GET=PUBLIC, scope="máy giám sát"),
    "core:readyz": Access(GET=PUBLIC, scope="máy giám sát"),
    "core:file": Access(GET=SIGNED_IN, scope="tệp mà người đó được xem ở chỗ khác"),
    "core:file_page": Access(GET=SIGNED_IN, scope="tệp mà người đó được xem ở chỗ khác"),
    "core:job": Access(GET=SIGNED_IN, scope="việc do chính mình yêu cầu"),
    "core:job_cancel": Access(POST=SIGNED_IN, scope="việc do chính mình yêu cầu"),
    "core:job_retry": Access(POST=SIGNED_IN, scope="việc do chính mình yêu cầu"),
    "core:change_year": Access(POST=SIGNED_IN, scope="phiên làm việc của mình"),
    "core:search": Access(GET=SIGNED_IN, scope="trong phạm vi được xem"),
}
