"""What a person says about themselves to everybody's pages."""

from django.db import transaction

from accounts.models import User

PROFILE = ("display_name", "time_zone", "theme")


def save_profile(*, user: User, **answers: str) -> User:
    """Store the named columns of `PROFILE`; columns that are not named stay.

    Raises:
        ValidationError: If an answer is impossible; nothing is stored.
        TypeError: If a name is not one of `PROFILE`.
    """
    unknown = set(answers) - set(PROFILE)
    if unknown:
        message = f"not part of a profile: {', '.join(sorted(unknown))}"
        raise TypeError(message)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        for name, value in answers.items():
            setattr(person, name, value)
        person.clean_fields(exclude={field.name for field in User._meta.fields} - set(answers))
        person.save(update_fields=list(answers))
    return person
