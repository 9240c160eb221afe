import { type CallLimits, type CallParts, defaultLimits } from './call-parts.ts'
import { createErrorFactory, type ErrorFactory } from './error-factory.ts'
import { createRedactSecrets, secretsInHeaders } from './wire/redact-secrets.ts'
import { createUrlPolicy, type UrlPolicy } from './wire/url-policy.ts'

/** State shared by all requests of one call. */
export interface ProviderCallContext extends CallParts {
  readonly policy: UrlPolicy
  readonly errors: ErrorFactory
  readonly allLimits: CallLimits
  /** Whether work that may cost money was started, as far as this call knows. */
  readonly ledger: {
    isBilled: 'no' | 'unknown'
    /** The service's own id of the last response, for its support. */
    requestId: string | null
  }
}

export function createCallContext(parts: CallParts, isBilledBefore: 'no' | 'unknown' = 'no'): ProviderCallContext {
  const secrets = [...parts.secrets, ...secretsInHeaders(parts.credentialHeaders)]
  return {
    ...parts,
    policy: createUrlPolicy(parts.adapter, parts.baseUrl),
    errors: createErrorFactory(parts.adapter, createRedactSecrets(secrets)),
    allLimits: { ...defaultLimits, ...parts.limits },
    ledger: { isBilled: isBilledBefore, requestId: null },
  }
}
