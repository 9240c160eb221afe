import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'

export const builtFolderVariable = 'ATELIER_TEST_PROGRAMS'

/** Returns where a test program was built for this run; its source if nothing was built. */
export function builtProgram(source: URL): URL {
  const folder = process.env[builtFolderVariable]
  if (folder === undefined) return source
  return pathToFileURL(join(folder, `${basename(source.pathname, '.ts')}.js`))
}
