import { createContext, useContext } from 'react'

/** Whether this is a Mac, which determines the names of the modifier keys. */
const PlatformContext = createContext(false)

export const PlatformProvider = PlatformContext.Provider

export function useIsMac(): boolean {
  return useContext(PlatformContext)
}
