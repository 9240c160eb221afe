import { inDatabase } from '../e2e/support/in-database.ts'

interface Sharing {
  /** Whether the copies in the library folder, which earlier versions kept for an hour, are still there. */
  readonly keepsCopies?: boolean
}

/** As `atelier-originals` was: the files by their content, and an empty file for each use by a library. */
const script = `
  const { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } = require('node:fs')
  const { dirname, extname, join } = require('node:path')
  const [library, folder, keepsCopies] = args
  const update = db.prepare('UPDATE assets SET shared_path = ?, shared_at_ms = ? WHERE id = ?')
  const select = db.prepare('SELECT id, relative_path, sha256 FROM assets WHERE shared_path IS NULL')
  for (const { id, relative_path: path, sha256 } of select.all()) {
    const name = sha256.slice(0, 2) + '/' + sha256 + extname(path)
    const copy = join(library, ...path.split('/'))
    const [shared, use] = ['files', 'members/0123456789ab'].map((part) => join(folder, 'atelier-originals', part, name))
    for (const each of [shared, use]) mkdirSync(dirname(each), { recursive: true })
    writeFileSync(use, '')
    rmSync(shared, { force: true })
    copyFileSync(copy, shared)
    chmodSync(shared, 0o444)
    if (keepsCopies !== 'true') rmSync(copy)
    update.run(shared, keepsCopies === 'true' ? Date.now() : null, id)
  }
`

/** Moves all originals of a library, which must be closed, to a shared folder, as earlier versions did. */
export function shareOriginals(home: string, folder: string, { keepsCopies = false }: Sharing = {}): void {
  inDatabase(home, script, `${home}/library`, folder, String(keepsCopies))
}
