import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { environmentNameOf, isKeyId } from '../../../src/main/secrets/index.ts'
import { bflStub } from '../../../test/support/services/bfl-stub.ts'
import { openaiStub } from '../../../test/support/services/openai-stub.ts'
import { stabilityStub } from '../../../test/support/services/stability-stub.ts'
import { startStubServer, type StubServer } from '../../../test/support/services/stub-server.ts'
import { drawCoast, palettes } from './drawings.ts'

/** Services on this computer that stand in for three vendors: nothing is sent anywhere. */
export interface PlayedServices {
  /** Addresses and keys, as environment variables. */
  readonly env: Readonly<Record<string, string>>
  close(): Promise<void>
}

/** What they send back is drawn here: new images are a coast, and a masked area gets another color. */
export async function playServices(): Promise<PlayedServices> {
  const started: { openai?: StubServer } = {}
  const openai = await startStubServer(openaiStub, 'done', {
    image: () => repaint(started.openai!).then((image) => image ?? drawCoast(palettes.dusk, 300)),
  })
  started.openai = openai
  const bfl = await startStubServer(bflStub, 'done', { image: () => drawCoast(palettes.dawn, 620) })
  const stability = await startStubServer(stabilityStub, 'done', { image: () => drawCoast(palettes.storm, 480) })
  const played = [
    [openaiStub, openai],
    [bflStub, bfl],
    [stabilityStub, stability],
  ] as const
  return {
    env: Object.fromEntries(
      played.flatMap(([{ id, goodKey }, { origin }]) => [
        [`ATELIER_${id.toUpperCase()}_BASE_URL`, origin],
        ...(isKeyId(id) ? [[environmentNameOf(id), goodKey]] : []),
      ]),
    ),
    async close() {
      await Promise.all(played.map(([, server]) => server.close()))
    },
  }
}

/** Turns reds inside the sent mask into teal; null = no image was sent. */
async function repaint(server: StubServer): Promise<Uint8Array | null> {
  const form = server.submissions().at(-1)?.form ?? []
  const bytesOf = (name: RegExp) => form.find((part) => name.test(part.name))?.bytes
  const [image, mask] = [bytesOf(/^image/), bytesOf(/^mask/)]
  if (image === undefined || mask === undefined) return null
  const { data, info } = await sharp(image).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  const alpha = await sharp(mask).ensureAlpha().extractChannel(3).raw().toBuffer()
  for (let at = 0; at < info.width * info.height; at++) {
    if ((alpha[at] ?? 255) >= 128) continue
    const [red = 0, green = 0, blue = 0] = data.subarray(at * 4, at * 4 + 3)
    // Wood and coffee have a ratio below two, the glaze one above three.
    const share = Math.max(0, Math.min(1, (red / (green + 1) - 2.2) / 0.8))
    const teal = [green, Math.min(255, red * 0.75 + 8), Math.min(255, red * 0.8 + 12)]
    ;[red, green, blue].forEach((value, channel) => {
      data[at * 4 + channel] = value * (1 - share) + (teal[channel] ?? 0) * share
    })
  }
  const raw = { width: info.width, height: info.height, channels: 4 as const }
  return sharp(data, { raw }).removeAlpha().png().toBuffer()
}
