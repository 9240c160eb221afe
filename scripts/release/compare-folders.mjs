import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/**
 * Returns how many files two folders have together, and the names of those that differ or are in one of them only.
 * @param {string} one
 * @param {string} other
 */
export function compareFolders(one, other) {
  const names = new Set([...namesBelow(one), ...namesBelow(other)])
  const different = [...names].filter((name) => {
    const [a, b] = [one, other].map((folder) => readOrNull(join(folder, name)))
    return a === null || b === null || a === undefined || b === undefined || !a.equals(b)
  })
  return { count: names.size, different: different.toSorted() }
}

/** @param {string} folder */
function namesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
}

/** @param {string} path */
function readOrNull(path) {
  try {
    return readFileSync(path)
  } catch {
    return null
  }
}
