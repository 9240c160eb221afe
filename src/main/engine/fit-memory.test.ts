import { describe, expect, it } from 'vitest'
import type { ModelWeights } from './engine.ts'
import { fitMemory, freeMemoryOf, noSaving, saveMore } from './fit-memory.ts'

const gib = 1_024 ** 3
const square = (sidePx: number) => ({ widthPx: sidePx, heightPx: sidePx })
const sd15: ModelWeights = {
  drawingBytes: 1.7 * gib,
  encoderBytes: 0.25 * gib,
  vaeBytes: 0.16 * gib,
  pixelsPerToken: 64,
  heads: 8,
}
const flux: ModelWeights = {
  drawingBytes: 22 * gib,
  encoderBytes: 9.4 * gib,
  vaeBytes: 0.3 * gib,
  pixelsPerToken: 256,
  heads: 24,
}
const fit = (model: ModelWeights, sidePx: number, deviceGib: number | null, systemGib = 32) =>
  fitMemory(model, square(sidePx), {
    deviceBytes: deviceGib === null ? null : deviceGib * gib,
    systemBytes: systemGib * gib,
  })

describe('what fits', () => {
  it('is drawn without any saving where there is room', () => {
    expect(fit(sd15, 512, 8)).toMatchObject({ fit: 'fits', saving: noSaving })
    expect(fit(sd15, 512, null, 8)).toMatchObject({ fit: 'fits', saving: noSaving })
    expect(fit(flux, 1_024, 80)).toMatchObject({ fit: 'fits', saving: noSaving })
  })

  it('saves at the VAE and in attention first, which costs next to no time', () => {
    expect(fit(sd15, 512, 4)).toMatchObject({ fit: 'fits', saving: { weights: 'device', isVaeTiled: true } })
    expect(fit(sd15, 1_024, 8)).toMatchObject({ fit: 'fits', saving: { weights: 'device', isFlashAttention: true } })
  })

  it('then keeps weights elsewhere', () => {
    expect(fit({ ...flux, drawingBytes: 3 * gib, encoderBytes: 15 * gib }, 1_024, 8)).toMatchObject({
      fit: 'fits-with-offload',
      saving: { weights: 'memory', isEncoderOnCpu: true },
    })
    expect(fit(flux, 1_024, 24, 48)).toMatchObject({ fit: 'fits-with-offload', saving: { weights: 'memory' } })
    expect(fit(flux, 1_024, 8, 48)).toMatchObject({ fit: 'fits-with-offload', saving: { weights: 'streamed' } })
    expect(fit(flux, 1_024, 24, 8)).toMatchObject({ fit: 'fits-with-offload', saving: { weights: 'disk' } })
    expect(fit(flux, 1_024, null, 26)).toMatchObject({ fit: 'fits-with-offload', saving: { weights: 'disk' } })
  })

  it('does not fit where all of that is not enough', () => {
    expect(fit(flux, 1_024, 8, 16).fit).toBe('does-not-fit')
    expect(fit(sd15, 512, null, 2).fit).toBe('does-not-fit')
  })

  it('decodes large images in tiles in any case', () => {
    expect(fit(sd15, 1_536, 80).saving.isVaeTiled).toBe(true)
  })

  it('gets no worse with more memory', () => {
    const order = ['fits', 'fits-with-offload', 'does-not-fit']
    for (const model of [sd15, flux]) {
      for (const side of [512, 1_024, 2_048]) {
        const fits = [1, 2, 4, 6, 8, 12, 16, 24, 48, 96, 192].map((each) => order.indexOf(fit(model, side, each).fit))
        expect(fits).toEqual(fits.toSorted((one, two) => two - one))
      }
    }
  })
})

it('saves more step by step, and ends', () => {
  for (const isShared of [false, true]) {
    let saving = saveMore(noSaving, isShared)
    let steps = 0
    while (saving !== null) {
      steps += 1
      saving = saveMore(saving, isShared)
    }
    expect(steps).toBe(isShared ? 1 : 3)
  }
})

it('goes by the card where there is one, and by nothing where the engine does not say', () => {
  const cpu = { name: 'CPU', label: '', kind: 'cpu', freeBytes: 64 * gib, totalBytes: 64 * gib } as const
  const gpu = { name: 'cuda0', label: '', kind: 'gpu', freeBytes: 6 * gib, totalBytes: 8 * gib } as const
  expect(freeMemoryOf([cpu], gib)).toEqual({ deviceBytes: null, systemBytes: gib })
  const withGpu = freeMemoryOf([cpu, gpu], gib)
  expect(withGpu).toEqual({ deviceBytes: process.platform === 'darwin' ? null : 6 * gib, systemBytes: gib })
  expect(freeMemoryOf([{ ...cpu, kind: null, freeBytes: null, totalBytes: null }], gib)).toBeNull()
})
