"""The course pages, enrolment and progress."""
