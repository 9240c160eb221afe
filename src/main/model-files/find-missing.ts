import { stat } from 'node:fs/promises'

/** Returns the first path that does not exist or cannot be reached; null = all exist. */
export async function findMissing(paths: readonly string[]): Promise<string | null> {
  const areThere = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        () => true,
        () => false,
      ),
    ),
  )
  return paths.find((_path, at) => areThere[at] === false) ?? null
}
