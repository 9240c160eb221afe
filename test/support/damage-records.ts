import { open } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'

/** Overwrites a page of the table that holds the records of images. */
export async function damageRecords(file: string): Promise<void> {
  const db = new DatabaseSync(file)
  const rows = db.prepare(`SELECT pgoffset FROM dbstat WHERE name = 'assets' AND pagetype = 'leaf' ORDER BY path`).all()
  db.close()
  const handle = await open(file, 'r+')
  await handle.write(Buffer.alloc(4_096, 0xff), 0, 4_096, Number(rows[Math.floor(rows.length / 2)]?.['pgoffset']))
  await handle.close()
}
