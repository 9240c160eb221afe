import { expect } from './test.ts'
import type { Running } from './launch.ts'

/** CSS pixels at the scale that the interface has. */
export async function resizeTo({ app, page }: Running, width: number, height: number): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, [wide, high]) => BrowserWindow.getAllWindows()[0]?.setContentSize(wide, high),
    [width, height] as const,
  )
  await expect.poll(() => page.evaluate(() => [window.innerWidth, window.innerHeight])).toEqual([width, height])
}
