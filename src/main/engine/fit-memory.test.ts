import { describe, expect, it } from 'vitest'
import type { MemorySaving } from '../../shared/domain/local-record.ts'
import type { ModelWeights } from './fit-memory.ts'
import { fitMemory, fitsWith, freeMemoryOf, noSaving, saveMore } from './fit-memory.ts'

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

describe('fitMemory', () => {
  it('saves no memory when there is enough', () => {
    expect(fit(sd15, 512, 8)).toMatchObject({ fit: 'fits', saving: noSaving })
    expect(fit(sd15, 512, null, 8)).toMatchObject({ fit: 'fits', saving: noSaving })
    expect(fit(flux, 1_024, 80)).toMatchObject({ fit: 'fits', saving: noSaving })
  })

  it('tiles the VAE and uses flash attention first, which costs almost no time', () => {
    expect(fit(sd15, 512, 4)).toMatchObject({ fit: 'fits', saving: { weights: 'device', isVaeTiled: true } })
    expect(fit(sd15, 1_024, 8)).toMatchObject({ fit: 'fits', saving: { weights: 'device', isFlashAttention: true } })
  })

  it('then offloads weights', () => {
    expect(fit({ ...flux, drawingBytes: 3 * gib, encoderBytes: 15 * gib }, 1_024, 8)).toMatchObject({
      fit: 'fits-with-offload',
      saving: { weights: 'memory', isEncoderOnCpu: true },
    })
    expect(fit(flux, 1_024, 24, 48)).toMatchObject({ fit: 'fits-with-offload', saving: { weights: 'memory' } })
    expect(fit(flux, 1_024, 8, 48)).toMatchObject({ fit: 'fits-with-offload', saving: { weights: 'streamed' } })
    expect(fit(flux, 1_024, 24, 8)).toMatchObject({ fit: 'fits-with-offload', saving: { weights: 'disk' } })
    expect(fit(flux, 1_024, null, 26)).toMatchObject({ fit: 'fits-with-offload', saving: { weights: 'disk' } })
  })

  it('reports that the model does not fit when no saving is enough', () => {
    expect(fit(flux, 1_024, 8, 16).fit).toBe('does-not-fit')
    expect(fit(sd15, 512, null, 2).fit).toBe('does-not-fit')
  })

  it.each<{ sidePx: number; saves: Partial<MemorySaving>; usedMib: number }>([
    { sidePx: 512, saves: {}, usedMib: 3_904 },
    { sidePx: 512, saves: { isFlashAttention: true, isVaeTiled: true }, usedMib: 2_720 },
    { sidePx: 1_024, saves: {}, usedMib: 11_050 },
    { sidePx: 1_024, saves: { isFlashAttention: true }, usedMib: 9_346 },
    { sidePx: 1_024, saves: { isFlashAttention: true, isVaeTiled: true }, usedMib: 3_186 },
  ])(
    'plans what SD 1.5 used on a GPU (H100, CUDA), within the margin: $sidePx px, $saves',
    ({ sidePx, saves, usedMib }) => {
      const mib = 1_024 ** 2
      const weights = { ...sd15, drawingBytes: 1_640 * mib, encoderBytes: 235 * mib, vaeBytes: 160 * mib }
      const saving = { ...noSaving, ...saves }
      const fitsInto = (freeMib: number) =>
        fitsWith(saving, weights, square(sidePx), { deviceBytes: freeMib * mib, systemBytes: 32 * gib })
      expect(fitsInto(usedMib - 1)).toBe(false)
      expect(fitsInto(usedMib * 1.3 + 512)).toBe(true)
    },
  )

  it('always decodes large images in tiles', () => {
    expect(fit(sd15, 1_536, 80).saving.isVaeTiled).toBe(true)
  })

  it('never gets worse with more memory', () => {
    const order = ['fits', 'fits-with-offload', 'does-not-fit']
    for (const model of [sd15, flux]) {
      for (const side of [512, 1_024, 2_048]) {
        const fits = [1, 2, 4, 6, 8, 12, 16, 24, 48, 96, 192].map((each) => order.indexOf(fit(model, side, each).fit))
        expect(fits).toEqual(fits.toSorted((a, b) => b - a))
      }
    }
  })
})

it('saves more step by step until nothing is left to save', () => {
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

it('uses the memory of the GPU if there is one, and null when the engine does not report any', () => {
  const cpu = { name: 'CPU', label: '', kind: 'cpu', freeBytes: 64 * gib, totalBytes: 64 * gib } as const
  const gpu = { name: 'cuda0', label: '', kind: 'gpu', freeBytes: 6 * gib, totalBytes: 8 * gib } as const
  expect(freeMemoryOf([cpu], gib)).toEqual({ deviceBytes: null, systemBytes: gib })
  const withGpu = freeMemoryOf([cpu, gpu], gib)
  expect(withGpu).toEqual({ deviceBytes: process.platform === 'darwin' ? null : 6 * gib, systemBytes: gib })
  expect(freeMemoryOf([{ ...cpu, kind: null, freeBytes: null, totalBytes: null }], gib)).toBeNull()
})
