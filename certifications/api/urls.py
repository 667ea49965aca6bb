"""Routes of this app's API."""

from rest_framework.routers import SimpleRouter

from certifications.api.certifications import Certifications, Issuers

router = SimpleRouter()
router.register("certifications", Certifications, "api-certification")
router.register("issuers", Issuers, "api-issuer")

urlpatterns = router.urls
