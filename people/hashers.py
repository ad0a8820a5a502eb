from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id tuned to about 100 ms on a two-core server (19 MiB, as OWASP advises).

    Django's own setting takes 100 MiB a sign-in: forty officers who sign in at nine
    o'clock would need 4 GiB.
    """

    time_cost = 4
    memory_cost = 19 * 1024
    parallelism = 1
