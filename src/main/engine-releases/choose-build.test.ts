import { describe, expect, it } from 'vitest'
import { engineRelease } from '../engine/host/layout.ts'
import { chooseBuild, type Computer } from './choose-build.ts'
import { findAsset, release, sha256Of } from './release.ts'

const linux: Computer = {
  system: 'linux',
  arch: 'x64',
  glibc: '2.39',
  macos: null,
  gpus: [],
  hasVulkan: false,
  hasNvidiaDriver: false,
}
const windows: Computer = { ...linux, system: 'win32', glibc: null }
const mac: Computer = { ...linux, system: 'darwin', arch: 'arm64', glibc: null, macos: '15.1', gpus: ['apple'] }

const choiceOf = (computer: Computer) => {
  const { build, reason } = chooseBuild(computer, release.builds)
  return [build?.backend ?? null, reason]
}

describe('chooseBuild', () => {
  it.each<[string, Computer, string | null, string]>([
    ['Linux without a GPU', linux, 'cpu', 'CPU build: no GPU found, so images take minutes'],
    ['Linux, AMD', { ...linux, gpus: ['amd'], hasVulkan: true }, 'vulkan', 'Vulkan build: AMD GPU found'],
    [
      'Linux, AMD without Vulkan',
      { ...linux, gpus: ['amd'] },
      'cpu',
      'CPU build: AMD GPU found, but no Vulkan driver. Install one for much faster images',
    ],
    [
      'Linux, NVIDIA (no CUDA build)',
      { ...linux, gpus: ['nvidia'], hasVulkan: true, hasNvidiaDriver: true },
      'vulkan',
      'Vulkan build: NVIDIA GPU found',
    ],
    [
      'Linux, an old C library',
      { ...linux, glibc: '2.36', gpus: ['amd'], hasVulkan: true },
      null,
      'No build fits this computer. It needs glibc 2.38, but this computer has 2.36. Use your own build of stable-diffusion.cpp.',
    ],
    [
      'Linux, a C library that is newer by numbers, not by letters',
      { ...linux, glibc: '2.100' },
      'cpu',
      'CPU build: no GPU found, so images take minutes',
    ],
    [
      'Linux, musl',
      { ...linux, glibc: null },
      null,
      'No build fits this computer. It needs glibc 2.38, but this system has another C library. Use your own build of stable-diffusion.cpp.',
    ],
    [
      'Linux on ARM',
      { ...linux, arch: 'arm64' },
      null,
      'No build fits this computer. There is no build for Linux on arm64. Use your own build of stable-diffusion.cpp.',
    ],
    [
      'Windows, NVIDIA',
      { ...windows, gpus: ['intel', 'nvidia'], hasVulkan: true, hasNvidiaDriver: true },
      'cuda',
      'CUDA build: NVIDIA GPU with its driver found',
    ],
    [
      'Windows, NVIDIA without its driver',
      { ...windows, gpus: ['nvidia'], hasVulkan: true },
      'vulkan',
      'Vulkan build: NVIDIA GPU found',
    ],
    [
      'Windows, Intel and AMD',
      { ...windows, gpus: ['intel', 'amd'], hasVulkan: true },
      'vulkan',
      'Vulkan build: AMD GPU found',
    ],
    ['Windows without a GPU', windows, 'cpu', 'CPU build: no GPU found, so images take minutes'],
    ['a Mac', mac, 'metal', 'Metal build: for every Mac'],
    ['an older Mac', { ...mac, arch: 'x64', gpus: ['intel'] }, 'metal', 'Metal build: for every Mac'],
    [
      'another system',
      { ...linux, system: 'freebsd' },
      null,
      'No build fits this computer. There is no build for freebsd. Use your own build of stable-diffusion.cpp.',
    ],
  ])('%s', (_name, computer, backend, reason) => {
    expect(choiceOf(computer)).toEqual([backend, reason])
  })

  it('requires the macOS version of the build, if known', () => {
    const builds = release.builds.map((build) => ({ ...build, macos: build.system === 'darwin' ? '26.0' : null }))
    expect(chooseBuild(mac, builds).reason).toContain('It needs macOS 26.0, but this computer has 15.1')
  })

  it('gives a reason for every build that does not run', () => {
    const { candidates } = chooseBuild(windows, release.builds)
    expect(candidates.map(({ build, problem }) => [build.backend, problem])).toEqual([
      ['cuda', 'It needs an NVIDIA GPU and its driver.'],
      ['vulkan', 'It needs a GPU, but none was found.'],
      ['rocm', 'It needs an AMD GPU.'],
      ['cpu', null],
    ])
  })
})

describe('the manifest', () => {
  it('has the release whose structs Atelier knows', () => {
    expect(release.tag).toBe(engineRelease)
    for (const { archives } of release.builds) for (const { name } of archives) expect(name).toMatch(/97d2990|^cudart/)
  })

  it.each([
    ['sd-master-97d2990-bin-Linux-Ubuntu-*-x86_64.zip', 'sd-master-97d2990-bin-Linux-Ubuntu-24.04-x86_64.zip'],
    [
      'sd-master-97d2990-bin-Linux-Ubuntu-*-x86_64-rocm-*.zip',
      'sd-master-97d2990-bin-Linux-Ubuntu-24.04-x86_64-rocm-7.14.0.zip',
    ],
    ['sd-master-97d2990-bin-Darwin-macOS-*-arm64.zip', 'sd-master-97d2990-bin-Darwin-macOS-15.7.1-arm64.zip'],
    ['cudart-sd-bin-win-cu12-x64.zip', 'cudart-sd-bin-win-cu12-x64.zip'],
    ['cudart.sd.bin.zip', undefined],
    ['sd-*', undefined],
  ])('finds %s regardless of the version of the build machine', (pattern, name) => {
    const assets = [
      'sd-master-97d2990-bin-Linux-Ubuntu-24.04-x86_64.zip',
      'sd-master-97d2990-bin-Linux-Ubuntu-24.04-x86_64-vulkan.zip',
      'sd-master-97d2990-bin-Linux-Ubuntu-24.04-x86_64-rocm-7.14.0.zip',
      'sd-master-97d2990-bin-Darwin-macOS-15.7.1-arm64.zip',
      'cudart-sd-bin-win-cu12-x64.zip',
    ]
    expect(
      findAsset(
        pattern,
        assets.map((each) => ({ name: each })),
      )?.name,
    ).toBe(name)
  })

  it('accepts SHA-256 digests only', () => {
    const sum = 'ab'.repeat(32)
    expect(sha256Of(`sha256:${sum.toUpperCase()}`)).toBe(sum)
    for (const digest of [null, undefined, '', sum, `md5:${sum}`, `sha256:${sum}0`, 'sha256:']) {
      expect(sha256Of(digest)).toBeNull()
    }
  })
})
