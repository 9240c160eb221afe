import { environmentNameOf, keyIds } from './key-names.ts'

type Environment = Record<string, string | undefined>

const taken: Environment = {}

/**
 * Moves the keys from this process's environment into memory of this module. Whatever is started later would inherit
 * them: the imaging, vision and downloads processes, programs that images are opened with, and, by Electron itself, the
 * preload script of every window. Must be called before anything is started.
 */
export function takeEnvironmentKeys(env: Environment): void {
  for (const name of new Set(keyIds.map(environmentNameOf))) {
    if (env[name] !== undefined) taken[name] = env[name]
    // Also where it is empty: the name alone is of no use to a child.
    delete env[name]
  }
}

/** The environment as it was given, with the keys: for reading them, and for another start of Atelier itself. */
export function withEnvironmentKeys(env: Environment): Environment {
  return { ...env, ...taken }
}
