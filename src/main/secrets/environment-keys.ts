import { closeSync, fstatSync, readSync } from 'node:fs'
import { environmentNameOf, keyIds } from './key-names.ts'

type Environment = Record<string, string | undefined>

/** The number of an open file with keys that another start of this program has left (`start-without-keys.ts`). */
export const handedOverVariable = 'ATELIER_KEYS_FILE_NUMBER'

const names = [...new Set(keyIds.map(environmentNameOf))]
const taken: Environment = {}

/**
 * Moves the keys from this process's environment into memory of this module, with those that were handed over. Whatever
 * is started later would inherit them: the imaging, vision and downloads processes, programs that images are opened
 * with, and, by Electron itself, the preload script of every window. Must be called before anything is started. Returns
 * whether the environment had keys.
 */
export function takeEnvironmentKeys(env: Environment): boolean {
  Object.assign(taken, readHandedOver(env))
  let hasKeys = false
  for (const name of names) {
    if (env[name]) hasKeys = true
    if (env[name] !== undefined) taken[name] = env[name]
    delete env[name]
  }
  return hasKeys
}

/** The environment as it was given, with the keys: for reading them, and for another start of Atelier itself. */
export function withEnvironmentKeys(env: Environment): Environment {
  return { ...env, ...taken }
}

/** The environment for other programs. */
export function withoutEnvironmentKeys(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)))
}

/** Puts the keys back while `work` runs: what it starts, which is Atelier itself again, inherits them. */
export function lendEnvironmentKeys<T>(env: Environment, work: () => T): T {
  Object.assign(env, taken)
  try {
    return work()
  } finally {
    for (const name of names) delete env[name]
  }
}

/** What `readHandedOver` of the next start reads. */
export function keysToHandOver(): string {
  return JSON.stringify(taken)
}

/** Reads the file once and closes it: the keys are nowhere else then. */
function readHandedOver(env: Environment): Environment {
  const number = Number(env[handedOverVariable])
  const isGiven = env[handedOverVariable] !== undefined
  delete env[handedOverVariable]
  if (!isGiven || !Number.isInteger(number) || number < 3) return {}
  try {
    const bytes = Buffer.alloc(fstatSync(number).size)
    readSync(number, bytes, 0, bytes.length, 0)
    closeSync(number)
    return onlyKeys(JSON.parse(bytes.toString('utf8')))
  } catch {
    // No such file: the variable is somebody else's.
    return {}
  }
}

function onlyKeys(value: unknown): Environment {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] => names.some((name) => name === entry[0]) && typeof entry[1] === 'string',
    ),
  )
}
