import { z } from 'zod'
import { AppError } from '../../../../shared/errors/index.ts'
import type { Call, CallResponse } from '../../core/call.ts'
import { versionedPath } from '../../core/versioned-path.ts'
import { capabilitiesSchema, type Capabilities } from './sdcpp-card.ts'

/** What servers answer to an address they do not have. */
const notThere = [400, 403, 404, 405, 501]
/** What they answer to a GET where images are asked for by POST. */
const postOnly = [400, 405, 415, 422, 501]

const listSchema = z.object({ data: z.array(z.object({ id: z.string() })) })

/** sd-server's own API, which is below the bare address only; null = this is another server, or an older build. */
export async function findCapabilities(call: Call): Promise<Capabilities | null> {
  if (hasPath(call)) return null
  const reply = await call.reply({ method: 'GET', path: '/sdcpp/v1/capabilities', alsoAccept: notThere, isProbe: true })
  return read(reply, capabilitiesSchema)
}

/** The ids a server lists; null = it has no list. */
export async function findModelNames(call: Call): Promise<string[] | null> {
  const path = versionedPath(call, '/models')
  const reply = await call.reply({ method: 'GET', path, alsoAccept: [404, 405, 501], isProbe: true })
  return read(reply, listSchema)?.data.map(({ id }) => id) ?? null
}

/** Free: nothing is drawn without a POST. @throws provider/wrong-address where images cannot be asked for */
export async function requireImageServer(call: Call): Promise<void> {
  const path = versionedPath(call, '/images/generations')
  const { status } = await call.reply({ method: 'GET', path, alsoAccept: postOnly, isProbe: true })
  if (postOnly.includes(status)) return
  throw new AppError(
    'provider/wrong-address',
    'Something answers at this address, but no image server was found there. Check the address on the Models page.',
  )
}

/** The person's base URL leads below the server's root. */
export function hasPath({ basePath }: Call): boolean {
  return basePath !== undefined && basePath !== ''
}

/** Pages of a web interface answer any address with 200. */
function read<T>({ status, text }: CallResponse, schema: z.ZodType<T>): T | null {
  if (status !== 200) return null
  try {
    return schema.safeParse(JSON.parse(text())).data ?? null
  } catch {
    return null
  }
}
