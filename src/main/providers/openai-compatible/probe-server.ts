import { z } from 'zod'
import type { Call, CallReply } from '../core/call.ts'
import { versionedPath } from '../core/versioned-path.ts'
import { capabilitiesSchema, type Capabilities } from './sdcpp-card.ts'

/** What servers answer to an address they do not have. */
const notThere = [400, 403, 404, 405, 501]

const listSchema = z.object({ data: z.array(z.object({ id: z.string() })) })

/** sd-server's own API, which is below the bare address only; null = this is another server, or an older build. */
export async function findCapabilities(call: Call): Promise<Capabilities | null> {
  if (hasPath(call)) return null
  const reply = await call.reply({ method: 'GET', path: '/sdcpp/v1/capabilities', alsoAccept: notThere })
  return read(reply, capabilitiesSchema)
}

/** The ids a server lists; null = it has no list. */
export async function findModelNames(call: Call): Promise<string[] | null> {
  const reply = await call.reply({ method: 'GET', path: versionedPath(call, '/models'), alsoAccept: [404, 405, 501] })
  return read(reply, listSchema)?.data.map(({ id }) => id) ?? null
}

/** The person's base URL leads below the server's root. */
export function hasPath({ basePath }: Call): boolean {
  return basePath !== undefined && basePath !== ''
}

/** Pages of a web interface answer any address with 200. */
function read<T>({ status, text }: CallReply, schema: z.ZodType<T>): T | null {
  if (status !== 200) return null
  try {
    return schema.safeParse(JSON.parse(text())).data ?? null
  } catch {
    return null
  }
}
