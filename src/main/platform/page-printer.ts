import { session, WebContentsView, type Session, type WebContents } from 'electron'
import { pathToFileURL } from 'node:url'
import { AppError } from '../../shared/errors/index.ts'
import { pagesNotRendered } from '../../shared/messages/en/written-files.ts'
import { cutOff, restrictSession } from './network/restrict-session.ts'
import { findRareCharacters, probePage } from './glyph-probe.ts'

export interface PrintedPage {
  readonly widthIn: number
  readonly heightIn: number
}

/** Prints pages that Atelier generates: the same engine that draws the window sets the type, in every script. */
export interface PagePrinter {
  /** Returns all of a page's sheets in one PDF. */
  toPdf(htmlPath: string, page: PrintedPage): Promise<Buffer>
  /** Returns one PNG per sheet, from top to bottom. */
  toPngs(htmlPath: string, page: PrintedPage, sheets: number): Promise<Buffer[]>
  /** Returns the whole page as one image. */
  toImage(htmlPath: string, page: PrintedPage, format: 'png' | 'jpeg' | 'webp'): Promise<Buffer>
  /** Returns the characters of these texts that no installed font covers: they print as an empty box, or not at all. */
  findMissingCharacters(texts: readonly string[]): Promise<string[]>
}

/** CSS pixels per inch, and PNG pixels per CSS pixel: together 192 per inch. */
const cssPxPerIn = 96
const pngScale = 2

export function createPagePrinter(): PagePrinter {
  return {
    toPdf: (htmlPath, { widthIn, heightIn }) =>
      withPage(pathToFileURL(htmlPath).href, (page) =>
        page.printToPDF({
          pageSize: { width: widthIn, height: heightIn },
          margins: { top: 0, bottom: 0, left: 0, right: 0 },
          printBackground: true,
          preferCSSPageSize: true,
          // Tags headings, figures and captions for screen readers.
          generateTaggedPDF: true,
        }),
      ),
    toPngs: (htmlPath, page, sheets) =>
      withPage(pathToFileURL(htmlPath).href, async (webContents) => {
        webContents.debugger.attach('1.3')
        const images: Buffer[] = []
        for (let sheet = 0; sheet < sheets; sheet++) images.push(await capture(webContents, page, { sheet }))
        return images
      }),
    toImage: (htmlPath, page, format) =>
      withPage(pathToFileURL(htmlPath).href, async (webContents) => {
        webContents.debugger.attach('1.3')
        return capture(webContents, page, { sheet: 0, format })
      }),
    findMissingCharacters: async (texts) => {
      const characters = findRareCharacters(texts)
      if (characters.length === 0) return []
      const html = Buffer.from(probePage(characters)).toString('base64')
      return withPage(`data:text/html;base64,${html}`, async (page) => {
        const [isProbeLoaded, ...areMissing] = await findProbeGlyphs(page)
        if (isProbeLoaded !== true) throw new AppError('internal/bug', 'The probe font did not load.')
        return characters.filter((_, at) => areMissing[at])
      })
    },
  }
}

/** Returns a picture of one sheet; `quality` applies to formats that have one. */
async function capture(
  { debugger: devTools }: WebContents,
  { widthIn, heightIn }: PrintedPage,
  { sheet, format = 'png' }: { readonly sheet: number; readonly format?: 'png' | 'jpeg' | 'webp' },
): Promise<Buffer> {
  const [width, height] = [widthIn * cssPxPerIn, heightIn * cssPxPerIn]
  const clip = { x: 0, y: sheet * height, width, height, scale: pngScale }
  const quality = format === 'png' ? {} : { quality: 92 }
  const screenshotOptions = { format, ...quality, captureBeyondViewport: true, clip }
  const screenshot: unknown = await devTools.sendCommand('Page.captureScreenshot', screenshotOptions)
  return Buffer.from((screenshot as { data: string }).data, 'base64')
}

/** Returns, for each `b` of a page, whether it is drawn with the page's own font. */
async function findProbeGlyphs({ debugger: devTools }: WebContents): Promise<boolean[]> {
  devTools.attach('1.3')
  await devTools.sendCommand('DOM.enable')
  await devTools.sendCommand('CSS.enable')
  const { root } = (await devTools.sendCommand('DOM.getDocument', { depth: 0 })) as { root: { nodeId: number } }
  const query = { nodeId: root.nodeId, selector: 'b' }
  const { nodeIds } = (await devTools.sendCommand('DOM.querySelectorAll', query)) as { nodeIds: number[] }
  return Promise.all(
    nodeIds.map(async (nodeId) => {
      const usedFonts: unknown = await devTools.sendCommand('CSS.getPlatformFontsForNode', { nodeId })
      const { fonts } = usedFonts as { fonts: { familyName: string; isCustomFont: boolean }[] }
      // macOS has a fallback font of its own for characters that no other font covers.
      return fonts.some(({ familyName, isCustomFont }) => isCustomFont || /^\.?LastResort$/.test(familyName))
    }),
  )
}

/**
 * Runs `work` on an offscreen page without scripts that can only reach the files beside it. It has no window: without a
 * display none can be created, and closing it would quit a program that has no other window.
 */
async function withPage<T>(url: string, work: (page: WebContents) => Promise<T>): Promise<T> {
  const printing = (printSession ??= openPrintSession())
  const { webContents } = new WebContentsView({
    webPreferences: {
      offscreen: true,
      javascript: false,
      sandbox: true,
      session: printing,
      backgroundThrottling: false,
    },
  })
  try {
    await webContents.loadURL(url)
    return await work(webContents)
  } catch (thrown) {
    throw new AppError('internal/bug', pagesNotRendered, { cause: thrown })
  } finally {
    webContents.close()
  }
}

let printSession: Session | null = null

/** What a page names elsewhere is not fetched. */
function openPrintSession(): Session {
  const opened = session.fromPartition('print', { cache: false })
  restrictSession(opened)
  cutOff(opened, () => undefined)
  return opened
}
