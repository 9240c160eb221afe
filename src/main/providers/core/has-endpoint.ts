import type { Call } from './call.ts'

/**
 * Whether a service has an endpoint for work, found out without starting any: such an endpoint takes POST only and
 * refuses GET with 405, and one that does not exist answers 404. `missing`: a path beside it that cannot exist. A gateway
 * that answers both alike says nothing. @throws every fault of `fault.ts`
 */
export async function hasEndpoint(call: Call, path: string, missing: string): Promise<boolean> {
  if ((await statusOf(call, path)) !== 405) return false
  return (await statusOf(call, missing)) === 404
}

async function statusOf(call: Call, path: string): Promise<number> {
  const { status } = await call.response({ method: 'GET', path, alsoAccept: [404, 405] })
  return status
}
