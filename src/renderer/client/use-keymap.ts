import { useStore } from 'zustand'
import type { Keymap } from '../lib/keymap/keymap.ts'
import { useServices } from './services.ts'

/** The keys in force. */
export function useKeymap(): Keymap {
  return useStore(useServices().keymap)
}
