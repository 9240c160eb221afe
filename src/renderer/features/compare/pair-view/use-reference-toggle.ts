import { useEffect } from 'react'
import { useServices } from '../../../client/index.ts'
import { matchesCharacter, parseBinding } from '../../../lib/keymap/key-binding.ts'
import { isTextEntry } from '../../../lib/text-entry.ts'
import { useCompare, useCompareState } from '../compare-context.ts'

/** Controls which of two overlaid images is visible: alternating, or the reference while its key is held. */
export function useReferenceToggle(): void {
  const { store } = useCompare()
  const { keymap, isMac } = useServices()
  const isBlinking = useCompareState((state) => state.view === 'blink' && state.isBlinking)
  const blinkMs = useCompareState((state) => state.blinkMs)
  useEffect(() => {
    if (!isBlinking) return
    const timer = setInterval(() => store.setState((state) => ({ isReferenceShown: !state.isReferenceShown })), blinkMs)
    return () => clearInterval(timer)
  }, [store, isBlinking, blinkMs])
  useEffect(() => {
    const keys = () => keymap.getState().keysOf('held.other').map(parseBinding)
    let heldCode: string | null = null
    const handleDown = (event: KeyboardEvent) => {
      const isElsewhere = isTextEntry(event.target) || document.querySelector('dialog[open]') !== null
      if (isElsewhere || !keys().some((key) => matchesCharacter(event, key, isMac))) return
      if (event.target instanceof HTMLButtonElement) return
      event.preventDefault()
      if (heldCode !== null) return
      heldCode = event.code
      store.setState((state) => ({ isReferenceShown: !state.isReferenceShown, isBlinking: false }))
    }
    const release = () => {
      if (heldCode === null) return
      heldCode = null
      store.setState((state) => ({ isReferenceShown: !state.isReferenceShown }))
    }
    const handleUp = (event: KeyboardEvent) => {
      if (event.code === heldCode) release()
    }
    window.addEventListener('keydown', handleDown)
    window.addEventListener('keyup', handleUp)
    window.addEventListener('blur', release)
    return () => {
      release()
      window.removeEventListener('keydown', handleDown)
      window.removeEventListener('keyup', handleUp)
      window.removeEventListener('blur', release)
    }
  }, [store, keymap, isMac])
  // Each view starts with the non-reference image: it is the one being judged.
  useEffect(() => () => store.setState({ isReferenceShown: false }), [store])
}
