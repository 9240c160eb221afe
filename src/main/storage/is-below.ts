import { isAbsolute, relative } from 'node:path'

/** Whether `path` is `folder` or lies below it; both resolved. */
export function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way === '' || (!/^\.\.(?:[/\\]|$)/.test(way) && !isAbsolute(way))
}
