import { stat } from 'node:fs/promises'

/** The first of these that is not there, or cannot be reached; null = all are. */
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
