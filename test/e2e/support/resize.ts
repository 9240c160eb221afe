import { expect } from './test.ts'
import type { Running } from './launch.ts'

/** Resizes the content of the window: CSS pixels at the current interface scale. */
export async function resizeTo({ app, page }: Running, width: number, height: number): Promise<void> {
  await app.evaluate(
    async ({ BrowserWindow }, [wide, high]) => BrowserWindow.getAllWindows()[0]?.setContentSize(wide, high),
    [width, height] as const,
  )
  await expect.poll(() => page.evaluate(() => [window.innerWidth, window.innerHeight])).toEqual([width, height])
}
