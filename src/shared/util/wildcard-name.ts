/** Valid list names: valid as a file name on every system, and parsable between `__` and `__`. */
export const wildcardNamePattern = /^(?!.*__)[A-Za-z0-9](?:[\w\- ]{0,58}[A-Za-z0-9-])?$/

/** Windows reserves these names for devices. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i

export function isWildcardName(name: string): boolean {
  return wildcardNamePattern.test(name) && !reserved.test(name)
}
