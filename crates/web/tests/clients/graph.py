"""Drives the Graph face with Microsoft's own SDK: its argument says where and as whom; prints what it saw as JSON."""

import asyncio
import json
import sys

from kiota_abstractions.authentication import (
    AccessTokenProvider,
    AllowedHostsValidator,
    BaseBearerTokenAuthenticationProvider,
)
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.audit_logs.directory_audits.directory_audits_request_builder import (
    DirectoryAuditsRequestBuilder,
)
from msgraph.generated.models.cross_tenant_access_policy_b2_b_setting import CrossTenantAccessPolicyB2BSetting
from msgraph.generated.models.cross_tenant_access_policy_configuration_partner import (
    CrossTenantAccessPolicyConfigurationPartner,
)
from msgraph.generated.models.cross_tenant_access_policy_inbound_trust import CrossTenantAccessPolicyInboundTrust
from msgraph.generated.models.cross_tenant_access_policy_target import CrossTenantAccessPolicyTarget
from msgraph.generated.models.cross_tenant_access_policy_target_configuration import (
    CrossTenantAccessPolicyTargetConfiguration,
)
from msgraph.generated.models.cross_tenant_access_policy_target_configuration_access_type import (
    CrossTenantAccessPolicyTargetConfigurationAccessType as AccessType,
)
from msgraph.generated.models.cross_tenant_access_policy_target_type import CrossTenantAccessPolicyTargetType
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph_core.tasks.page_iterator import PageIterator


class Token(AccessTokenProvider):
    def __init__(self, token):
        self.token = token

    async def get_authorization_token(self, uri, additional_authentication_context={}):
        return self.token

    def get_allowed_hosts_validator(self):
        return AllowedHostsValidator([])


def client_of(url, token):
    adapter = GraphRequestAdapter(BaseBearerTokenAuthenticationProvider(Token(token)))
    adapter.base_url = f"{url}/v1.0"
    return GraphServiceClient(request_adapter=adapter)


def asked(**options):
    parameters = DirectoryAuditsRequestBuilder.DirectoryAuditsRequestBuilderGetQueryParameters(**options)
    return RequestConfiguration(query_parameters=parameters)


def told(entry):
    first = entry.target_resources[0]
    return {
        "id": entry.id,
        "at": entry.activity_date_time.isoformat(),
        "activity": entry.activity_display_name,
        "category": entry.category,
        "correlation": entry.correlation_id,
        "operation": entry.operation_type,
        "result": entry.result.value,
        "user": entry.initiated_by.user and entry.initiated_by.user.user_principal_name,
        "app": entry.initiated_by.app and entry.initiated_by.app.display_name,
        "target": [first.type, first.id, first.display_name],
        "modified": [[m.display_name, m.old_value, m.new_value] for m in first.modified_properties or []],
        "details": {detail.key: detail.value for detail in entry.additional_details or []},
    }


async def failure(work):
    try:
        await work
    except ODataError as error:
        return [error.response_status_code, error.error.code, bool(error.error.message),
                bool(error.error.inner_error.request_id)]
    return None


async def audits(client):
    log = client.audit_logs.directory_audits
    every = []
    iterator = PageIterator(await log.get(asked(top=3)), client.request_adapter)

    def take(entry):
        every.append(told(entry))
        return True

    await iterator.iterate(take)
    counted = await log.get(asked(top=1, count=True, filter="category eq 'Policy'"))
    oldest = await log.get(asked(orderby=["activityDateTime asc"], top=2))
    since = (await log.get(asked(filter=f"activityDateTime ge {every[0]['at'].replace('+00:00', 'Z')}"))).value
    one = await log.by_directory_audit_id(every[0]["id"]).get()
    return {
        "every": every,
        "counted": counted.odata_count,
        "oldest": [told(entry)["id"] for entry in oldest.value],
        "since": [told(entry)["id"] for entry in since],
        "one": told(one),
        "failures": {
            "filter": await failure(log.get(asked(filter="colour eq 'red'"))),
            "top": await failure(log.get(asked(top=5000))),
            "unknown": await failure(log.by_directory_audit_id("Glasscase_999999_0").get()),
            "delete": await failure(log.by_directory_audit_id(every[0]["id"]).delete()),
        },
    }


async def partners(client, support, own):
    policy = client.policies.cross_tenant_access_policy
    at = policy.partners.by_cross_tenant_access_policy_configuration_partner_tenant_id
    blocked = CrossTenantAccessPolicyTargetConfiguration(
        access_type=AccessType.Blocked,
        targets=[CrossTenantAccessPolicyTarget(target="AllUsers", target_type=CrossTenantAccessPolicyTargetType.User)],
    )
    new = CrossTenantAccessPolicyConfigurationPartner(
        tenant_id=own,
        is_service_provider=True,
        inbound_trust=CrossTenantAccessPolicyInboundTrust(is_mfa_accepted=True),
        b2b_collaboration_inbound=CrossTenantAccessPolicyB2BSetting(users_and_groups=blocked),
    )
    made = await policy.partners.post(new)
    again = await failure(policy.partners.post(new))
    change = CrossTenantAccessPolicyConfigurationPartner(
        inbound_trust=CrossTenantAccessPolicyInboundTrust(is_compliant_device_accepted=True)
    )
    await at(own).patch(change)
    changed = await at(own).get()
    listed = [[p.tenant_id, p.is_service_provider] for p in (await policy.partners.get()).value]
    default = await policy.default.get()
    await at(own).delete()
    provider = await at(support).get()
    by_hand = await failure(policy.partners.post(CrossTenantAccessPolicyConfigurationPartner(tenant_id=support)))
    await at(support).delete()
    return {
        "policy": (await policy.get()).display_name,
        "default": [default.is_service_default, default.inbound_trust.is_mfa_accepted],
        "made": [made.tenant_id, made.is_service_provider, made.inbound_trust.is_mfa_accepted],
        "again": again,
        "changed": [
            changed.inbound_trust.is_mfa_accepted,
            changed.inbound_trust.is_compliant_device_accepted,
            changed.b2b_collaboration_inbound.users_and_groups.access_type.value,
            changed.b2b_collaboration_inbound.users_and_groups.targets[0].target,
        ],
        "listed": listed,
        "provider": provider.is_service_provider,
        "by_hand": by_hand,
        "gone": [await failure(at(own).get()), await failure(at(support).get())],
    }


async def main():
    given = json.loads(sys.argv[1])
    client = client_of(given["url"], given["token"])
    vendor = client_of(given["url"], given["vendor"])
    saw = {
        "audits": await audits(client),
        "partners": await partners(client, given["support"], given["own"]),
        "nobody": await failure(client_of(given["url"], "glc_nobody").audit_logs.directory_audits.get()),
        "vendor": [
            await failure(vendor.audit_logs.directory_audits.get()),
            await failure(vendor.policies.cross_tenant_access_policy.partners.get()),
        ],
    }
    print(json.dumps(saw))


asyncio.run(main())
