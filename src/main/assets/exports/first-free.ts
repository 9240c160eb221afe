import { basename, extname } from 'node:path'

/** Returns the name itself, or with ` 2`, ` 3` … before its extension. */
export function firstFree(fileName: string, isFree: (candidate: string) => boolean): string {
  const extension = extname(fileName)
  const base = basename(fileName, extension)
  let candidate = fileName
  for (let number = 2; !isFree(candidate); number++) candidate = `${base} ${number}${extension}`
  return candidate
}
