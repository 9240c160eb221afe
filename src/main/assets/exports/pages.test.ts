import { expect, it } from 'vitest'
import type { SheetOptions } from '../../../shared/domain/export-pages.ts'
import { galleryPage } from './create-exports.ts'
import { fitGrid, sheetPage, sheetPageCount, sheetPageSize } from './write-sheet.ts'

const hostile = `<script>alert("1")</script> & 'x'`
const escaped = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;'

const sheet: SheetOptions = {
  kind: 'pdf',
  title: hostile,
  caption: '{name}',
  rows: 2,
  columns: 3,
  page: 'a4',
  isLandscape: false,
}

it('a gallery page lists every image with its caption, escaped', () => {
  const image = { file: 'pictures/a #1?.jpg', thumbnail: 'thumbnails/a.jpg', widthPx: 4, heightPx: 3 }
  const html = galleryPage(hostile, [{ ...image, caption: hostile, alt: hostile }])
  expect(html).toContain(`<title>${escaped}</title>`)
  expect(html).toContain(`<figcaption>${escaped}</figcaption>`)
  expect(html).toContain(`alt="${escaped}" width="4" height="3"`)
  expect(html).toContain('href="pictures/a%20%231%3F.jpg"')
  expect(html.match(/<script/g)).toHaveLength(1)
  const tags = html.slice(0, html.indexOf('<script>')).match(/<(?:img|button)\b[^>]*>/g) ?? []
  expect(tags).toHaveLength(4)
  for (const tag of tags) expect(tag).toMatch(/^<(?:img src="[^"]+"|button type="button")/)
  expect(html).not.toMatch(/https?:/)
})

it('a sheet has as many pages as needed, in the paper size', () => {
  const images = Array.from({ length: 7 }, (_, n) => ({ file: `${n}.jpg`, caption: hostile }))
  const html = sheetPage(sheet, images)
  expect(html.match(/<section>/g)).toHaveLength(2)
  expect(html.match(/<figure>/g)).toHaveLength(7)
  expect(html).not.toContain('<script')
  expect(sheetPageCount(sheet, 6)).toBe(1)
  expect(sheetPageSize({ page: 'a4', isLandscape: true }).widthIn).toBeCloseTo(11.69, 2)
})

it('a sheet grid fits its images within the chosen rows and columns', () => {
  const grid = (images: number, own: Partial<SheetOptions> = {}) =>
    fitGrid({ ...sheet, rows: 5, columns: 4, ...own }, images)
  expect(grid(1)).toEqual({ rows: 1, columns: 1 })
  expect(grid(6)).toEqual({ rows: 3, columns: 2 })
  expect(grid(6, { isLandscape: true })).toEqual({ rows: 2, columns: 3 })
  expect(grid(20)).toEqual({ rows: 5, columns: 4 })
  expect(grid(21)).toEqual({ rows: 5, columns: 4 })
  expect(grid(3, { rows: 1 })).toEqual({ rows: 1, columns: 3 })
  expect(sheetPage({ ...sheet, rows: 5, columns: 4 }, [{ file: 'a.jpg', caption: '' }])).toContain(
    'repeat(1, minmax(0, 1fr)) / repeat(1,',
  )
})
