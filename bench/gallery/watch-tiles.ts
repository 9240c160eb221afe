import type { Page } from '@playwright/test'

/**
 * Checks on every frame which visible tiles have no image yet. Returns a function that reports the longest such time,
 * ms.
 */
export async function watchTiles(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const watch = { longestMs: 0, isOn: true }
    Object.assign(globalThis, { tileWatch: watch })
    const blankSince = new Map<string, number>()
    const look = (nowMs: number) => {
      const frame = document.querySelector('.gallery-grid')!.getBoundingClientRect()
      const seen = new Set<string>()
      for (const tile of document.querySelectorAll<HTMLElement>('.gallery-tile')) {
        const box = tile.getBoundingClientRect()
        if (box.bottom <= frame.top || box.top >= frame.bottom) continue
        const image = tile.querySelector('img')
        const id = tile.dataset['id'] ?? ''
        if (image !== null && image.complete && image.naturalWidth > 0) continue
        seen.add(id)
        const sinceMs = blankSince.get(id) ?? nowMs
        blankSince.set(id, sinceMs)
        watch.longestMs = Math.max(watch.longestMs, nowMs - sinceMs)
      }
      for (const id of blankSince.keys()) if (!seen.has(id)) blankSince.delete(id)
      if (watch.isOn) requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  return () =>
    page.evaluate(() => {
      const { tileWatch } = globalThis as unknown as { tileWatch: { longestMs: number; isOn: boolean } }
      tileWatch.isOn = false
      return tileWatch.longestMs
    })
}
