import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { probeGpus } from './probe-gpus.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'atelier-gpus-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

const probe = () => probeGpus({ gpuInfo: async () => null, root })

describe.runIf(process.platform === 'linux')('on Linux', () => {
  it('finds the makers of the cards, each once, and no software renderer', async () => {
    write('sys/class/drm/card0/device/vendor', '0x8086\n')
    write('sys/class/drm/card1/device/vendor', '0x10de\n')
    write('sys/class/drm/card2/device/vendor', '0x10de\n')
    write('sys/class/drm/card3/device/vendor', '0x1af4\n')
    write('sys/class/drm/card0-HDMI-A-1/status', 'connected\n')
    expect(await probe()).toEqual(['intel', 'nvidia'])
  })

  it("finds NVIDIA's driver where it runs without DRM", async () => {
    expect(await probe()).toEqual([])
    write('proc/driver/nvidia/version', 'NVRM version: NVIDIA UNIX x86_64 Kernel Module\n')
    expect(await probe()).toEqual(['nvidia'])
    write('sys/class/drm/card0/device/vendor', '0x8086\n')
    expect(await probe()).toEqual(['nvidia', 'intel'])
    write('sys/class/drm/card1/device/vendor', '0x10de\n')
    expect(await probe()).toEqual(['intel', 'nvidia'])
  })
})
