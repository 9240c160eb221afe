import { useLayoutEffect, useState, type RefObject } from 'react'

/** The items that a scrolling element shows, and one more on each side. */
export function useVisibleRange(
  scroller: RefObject<HTMLDivElement | null>,
  itemPx: number,
  axis: 'vertical' | 'horizontal',
) {
  const [range, setRange] = useState({ from: 0, to: 0 })
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return undefined
    const measure = () => {
      const startPx = axis === 'vertical' ? element.scrollTop : element.scrollLeft
      const shownPx = axis === 'vertical' ? element.clientHeight : element.clientWidth
      const from = Math.max(0, Math.floor(startPx / itemPx) - 1)
      const to = Math.ceil((startPx + shownPx) / itemPx) + 1
      setRange((current) => (current.from === from && current.to === to ? current : { from, to }))
    }
    measure()
    element.addEventListener('scroll', measure, { passive: true })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', measure)
      observer.disconnect()
    }
  }, [scroller, itemPx, axis])
  return range
}
