import type { StubResponse, StubRequest } from '../service-stub.ts'

/** Shaped like a Google key, and obviously fake. */
export const fakeGoogleKey = 'AIzaSyFAKE-atelier-tests-only-0000000000'
const fakeAccessToken = 'ya29.fake-token-of-a-played-google'

/** google.rpc.Status, as every Google API returns it. */
export function googleError(code: number, status: string, message: string, ...details: object[]): StubResponse {
  return { status: code, json: { error: { code, message, status, details } } }
}

export function errorInfo(reason: string): object {
  return { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'googleapis.com' }
}

export function retryInfo(retryDelay: string): object {
  return { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay }
}

export function quotaFailure(quotaId: string): object {
  return { '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [{ quotaId }] }
}

/** Returns Google's response to a bad caller before it reads the request; null = authenticated. */
export function turnAway(request: StubRequest): StubResponse | null {
  if (request.path === '/token') return null
  if (isVertex(request)) {
    const isSignedIn = request.headers['authorization'] === `Bearer ${fakeAccessToken}`
    return isSignedIn ? null : googleError(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.')
  }
  if (request.headers['x-goog-api-key'] === fakeGoogleKey) return null
  const message = 'API key not valid. Please pass a valid API key.'
  return googleError(400, 'INVALID_ARGUMENT', message, errorInfo('API_KEY_INVALID'))
}

/** The token endpoint, which accepts any signed assertion. */
export function playToken(request: StubRequest): StubResponse | null {
  if (request.path !== '/token') return null
  const field = (name: string) => request.form.find((part) => part.name === name)?.value ?? ''
  const isSigned = field('assertion').split('.').length === 3
  const isGrant = field('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer'
  if (!isSigned || !isGrant) {
    return { status: 400, json: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' } }
  }
  return { status: 200, json: { access_token: fakeAccessToken, expires_in: 3599, token_type: 'Bearer' } }
}

export function isVertex(request: StubRequest): boolean {
  return /^\/v1(beta1)?\/(projects|publishers)\//.test(request.path)
}

/** Parses `/v1beta/models/<id>:<verb>`, or the same below a Vertex project. */
export function readModelPath(request: StubRequest): { model: string; verb: string } | null {
  const shape = /^\/(?:v1beta|v1\/projects\/[^/]+\/locations\/[a-z0-9-]+\/publishers\/google)\/models\/([^/:]+):(\w+)$/
  const match = shape.exec(request.path)
  return match ? { model: decodeURIComponent(match[1]!), verb: match[2]! } : null
}

/** Returns either model list, with models that support `methods`. */
export function playCatalogue(request: StubRequest, models: readonly string[], methods: string[]): StubResponse | null {
  if (request.method !== 'GET') return null
  if (request.path === '/v1beta/models') {
    return {
      status: 200,
      json: { models: models.map((id) => ({ name: `models/${id}`, supportedGenerationMethods: methods })) },
    }
  }
  if (request.path === '/v1beta1/publishers/google/models') {
    // Everything Google publishes, without saying what it is for.
    const all = [...new Set([...models, 'imagen-4.0-generate-001', 'imagetext@001', 'gemini-3.5-flash'])]
    return { status: 200, json: { publisherModels: all.map((id) => ({ name: `publishers/google/models/${id}` })) } }
  }
  return null
}
