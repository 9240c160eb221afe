import type { CredentialsCheck } from '../../../../shared/domain/credentials-check.ts'
import { asBlob, c2paSettings, loadC2pa } from './load-c2pa.ts'
import { summarizeStore } from './summarize-store.ts'
import { withFile } from './slices.ts'

/** A store that says more than this says nothing that a person would read. */
const storeCharsMax = 20_000_000

const broken = {
  is: 'checked',
  state: 'broken',
  signer: null,
  issuer: null,
  signedAtMs: null,
  generator: null,
  actions: [],
  ingredients: [],
} as const

/** What the credentials in a file say and whether they hold. Without any, or of a kind that can hold none: `none`. */
export async function checkFile(path: string, mime: string): Promise<CredentialsCheck> {
  const c2pa = await loadC2pa()
  const read = await withFile(path, async (file) => {
    try {
      const reader = await c2pa.WasmReader.fromBlob(mime, asBlob(file), c2paSettings)
      const json = reader.json()
      reader.free()
      return { json, problem: '' }
    } catch (thrown) {
      // A panic leaves the library in an unknown state: the thread must go.
      if (thrown instanceof Error && thrown.name === 'RuntimeError') throw thrown
      return { json: null, problem: thrown instanceof Error ? thrown.message : String(thrown) }
    }
  })
  if (read.json === null) {
    if (/JumbfNotFound|no JUMBF|UnsupportedType|unsupported/i.test(read.problem)) return { is: 'none' }
    return { ...broken, actions: [], ingredients: [], problems: [read.problem.slice(0, 500).toWellFormed()] }
  }
  const summary = read.json.length > storeCharsMax ? null : summarizeStore(JSON.parse(read.json))
  return summary ?? { ...broken, actions: [], ingredients: [], problems: ['What they say cannot be read.'] }
}
