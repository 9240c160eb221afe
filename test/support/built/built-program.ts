import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'

export const builtFolderVariable = 'ATELIER_TEST_PROGRAMS'

/** Where a program of the tests was built to for this run; its source where nothing was. */
export function builtProgram(source: URL): URL {
  const folder = process.env[builtFolderVariable]
  if (folder === undefined) return source
  return pathToFileURL(join(folder, `${basename(source.pathname, '.ts')}.mjs`))
}
