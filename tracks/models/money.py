"""Tables for comparing amounts: currencies, yearly rates, purchasing power, prices."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from tracks.shared.provenance import ContentRow, SourcedRow


class Currency(ContentRow):
    """A currency of ISO 4217, in use or withdrawn; the key is its code in lower case."""

    code = models.CharField("ISO 4217 code", max_length=3, unique=True)
    name = models.CharField(max_length=120)
    number = models.CharField("numeric code", max_length=3, blank=True)
    # Digits after the point; null where the list gives none, as for gold.
    minor_unit = models.PositiveSmallIntegerField(null=True, blank=True)
    entities = models.JSONField("countries and other users", default=list)
    # When the last of its users gave it up, as the list says it; blank while in use.
    withdrawn = models.CharField(max_length=40, blank=True)
    source = models.ForeignKey("tracks.Source", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "currencies"

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ExchangeRate(ContentRow, SourcedRow):
    """How many units of a currency one US dollar bought on average in one year."""

    currency = models.CharField("currency code", max_length=3)
    # The name under which the source lists it, such as Euro or Switzerland.
    area = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    units_per_usd = models.DecimalField("units for one US dollar", max_digits=18, decimal_places=6)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["currency", "year"], name="tracks_exchangerate_unique"),
            models.CheckConstraint(
                condition=Q(units_per_usd__gt=0), name="tracks_exchangerate_positive"
            ),
        )

    def __str__(self) -> str:
        return f"{self.currency} {self.year}: {self.units_per_usd.normalize():f} for 1 USD"


class PriceParity(ContentRow, SourcedRow):
    """Units of a country's own money that buy what one US dollar buys in the United States.

    The factor has twelve significant digits; some are tiny because the country has
    struck zeros off its money since.
    """

    # Two letters; Namibia's is NA, which is a code like any other.
    country = models.CharField("country code", max_length=2)
    country_name = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    factor = models.DecimalField(max_digits=36, decimal_places=26)

    class Meta:
        verbose_name_plural = "price parities"
        constraints = (
            models.UniqueConstraint(fields=["country", "year"], name="tracks_priceparity_unique"),
            models.CheckConstraint(condition=Q(factor__gt=0), name="tracks_priceparity_positive"),
        )

    def __str__(self) -> str:
        return f"{self.country_name} {self.year}"


class PriceIndex(ContentRow, SourcedRow):
    """US consumer prices of one month (CPI-U, 1982 to 1984 = 100)."""

    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    index = models.DecimalField(max_digits=9, decimal_places=3)

    class Meta:
        verbose_name_plural = "price indexes"
        constraints = (
            models.UniqueConstraint(fields=["year", "month"], name="tracks_priceindex_unique"),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12, index__gt=0),
                name="tracks_priceindex_is_a_month",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"
