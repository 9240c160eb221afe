import { z } from 'zod'

/** The service's own address, whatever it is in this version of Atelier. */
export const ownHost = 'own'

/** A key with the hosts it may be sent to, as stored in the keychain. */
export interface StoredKey {
  readonly key: string
  /** `own`, or scheme, host and port; null = not bound yet: saved by an earlier version or on the command line. */
  readonly hosts: readonly string[] | null
}

const storedSchema = z.strictObject({ key: z.string().min(1), hosts: z.array(z.string()).nullable() })

/** Stored together, so that neither a settings file nor a restored backup can redirect a key. */
export function formatStoredKey({ key, hosts }: StoredKey): string {
  return JSON.stringify({ key, hosts })
}

/** Earlier versions, and other programs, store the bare key. */
export function readStoredKey(text: string): StoredKey {
  return storedSchema.safeParse(parseJson(text)).data ?? { key: text, hosts: null }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
