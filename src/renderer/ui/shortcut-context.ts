import { createContext, useContext } from 'react'

/** Returns a command's current keys, the one to show first. */
export type KeysOf = (command: string) => readonly string[]

const KeysContext = createContext<KeysOf>(() => [])

export const KeysProvider = KeysContext.Provider

export function useKeysOf(): KeysOf {
  return useContext(KeysContext)
}

/** Whether this is a Mac, which determines the names of the modifier keys. */
const PlatformContext = createContext(false)

export const PlatformProvider = PlatformContext.Provider

export function useIsMac(): boolean {
  return useContext(PlatformContext)
}
