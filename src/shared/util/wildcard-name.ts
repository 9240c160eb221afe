/** What a list may be called: also a file's name on every system, and readable between `__` and `__`. */
export const wildcardNamePattern = /^(?!.*__)[A-Za-z0-9](?:[\w\- ]{0,58}[A-Za-z0-9-])?$/

/** Windows keeps these names for devices. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i

export function isWildcardName(name: string): boolean {
  return wildcardNamePattern.test(name) && !reserved.test(name)
}
