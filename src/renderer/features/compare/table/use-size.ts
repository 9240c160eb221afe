import { useEffect, useRef, useState, type RefObject } from 'react'
import type { Size } from '../../../../shared/util/geometry.ts'

/** Returns the inner size of an element, in CSS pixels; null before it is mounted. */
export function useSize<T extends HTMLElement>(): { readonly ref: RefObject<T | null>; readonly size: Size | null } {
  const ref = useRef<T>(null)
  const [size, setSize] = useState<Size | null>(null)
  useEffect(() => {
    const element = ref.current
    if (element === null) return
    const observer = new ResizeObserver(() => {
      const [widthPx, heightPx] = [element.clientWidth, element.clientHeight]
      setSize((before) =>
        before?.widthPx === widthPx && before.heightPx === heightPx ? before : { widthPx, heightPx },
      )
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { ref, size }
}
