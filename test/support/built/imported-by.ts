import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Returns the texts of a built file and of all files that it imports statically, directly or not, by path. */
export async function importedBy(
  path: string,
  found = new Map<string, string>(),
): Promise<ReadonlyMap<string, string>> {
  if (found.has(path)) return found
  const text = await readFile(path, 'utf8')
  found.set(path, text)
  const names = [...text.matchAll(/(?:^|;|\})import(?:[^"'()]*?from)?"(\.[^"]+)"/gm)].flatMap(([, name]) => name ?? [])
  for (const name of names) await importedBy(join(dirname(path), name), found)
  return found
}
