import {
  chmodSync,
  copyFileSync,
  cpSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { projectRoot } from '../setup/project.mjs'

/** The application's id: the name of its desktop file, icons and file type. */
const id = 'art.atelier.studio'

/** Those of the hicolor theme that desktops ask for. */
const iconSizesPx = [16, 22, 24, 32, 48, 64, 128, 256, 512]

/**
 * Lays out the files of a package as they are installed, with modes and times that do not depend on who builds it.
 * @param {import('./package-request.mjs').PackageRequest} request
 * @param {{ root: string, epochSeconds: number }} options
 */
export async function stagePackage({ type, name, program, target }, { root, epochSeconds }) {
  const installed = join(root, target)
  mkdirSync(dirname(installed), { recursive: true })
  cpSync(program, installed, { recursive: true, verbatimSymlinks: true })
  // Tells Settings who updates this copy (src/main/updates/install-type.ts).
  put(join(installed, 'resources', 'package-type'), type)

  mkdirSync(join(root, 'usr', 'bin'), { recursive: true })
  symlinkSync(join(target, 'resources', 'bin', 'atelier'), join(root, 'usr', 'bin', name))
  const share = join(root, 'usr', 'share')
  addDesktopFiles(share)
  await addIcons(join(share, 'icons', 'hicolor'))
  copy(join(projectRoot, 'resources', 'linux', 'copyright'), join(share, 'doc', name, 'copyright'))

  settle(root, epochSeconds)
  // Chromium's own way where the kernel gives ordinary users no namespaces; elsewhere it is not used.
  chmodSync(join(installed, 'chrome-sandbox'), 0o4755)
}

/** @param {string} share */
function addDesktopFiles(share) {
  const places = [
    [`${id}.desktop`, join('applications', `${id}.desktop`)],
    [`${id}.metainfo.xml`, join('metainfo', `${id}.metainfo.xml`)],
    [`${id}.mime.xml`, join('mime', 'packages', `${id}.xml`)],
  ]
  for (const [from = '', to = ''] of places) copy(join(projectRoot, 'resources', 'linux', from), join(share, to))
}

/** @param {string} theme */
async function addIcons(theme) {
  const drawing = join(projectRoot, 'resources', 'icons', 'icon.svg')
  copy(drawing, join(theme, 'scalable', 'apps', `${id}.svg`))
  for (const size of iconSizesPx) {
    const folder = join(theme, `${size}x${size}`, 'apps')
    mkdirSync(folder, { recursive: true })
    await sharp(drawing)
      .resize(size, size)
      .png({ compressionLevel: 9 })
      .toFile(join(folder, `${id}.png`))
  }
}

/**
 * @param {string} from
 * @param {string} to
 */
function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true })
  copyFileSync(from, to)
}

/**
 * @param {string} path
 * @param {string} text
 */
function put(path, text) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/**
 * Gives a folder and all in it the modes of installed files, and one time. Contents first: each changes the folder's time.
 * @param {string} path
 * @param {number} epochSeconds
 */
export function settle(path, epochSeconds) {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const child = join(path, entry.name)
    if (entry.isDirectory()) settle(child, epochSeconds)
    else {
      if (entry.isFile()) chmodSync(child, (statSync(child).mode & 0o100) === 0 ? 0o644 : 0o755)
      lutimesSync(child, epochSeconds, epochSeconds)
    }
  }
  chmodSync(path, 0o755)
  lutimesSync(path, epochSeconds, epochSeconds)
}
