import { statfs } from 'node:fs/promises'

/**
 * File systems on another machine, or behind a program, for which the system does not report changes made by others
 * (magic numbers of linux/magic.h).
 */
const silentKinds: ReadonlySet<number> = new Set([
  0x6969, // NFS
  0x517b, // SMB
  0xff534d42, // CIFS
  0xfe534d42, // SMB 2 and later
  0x65735546, // FUSE: sshfs, rclone and the like
  0x01021997, // 9P: folders shared with a virtual machine
  0x5346414f, // AFS
  0x6b414653, // AFS in the kernel
  0x00c36400, // Ceph
  0x73757245, // Coda
  0x786f4256, // VirtualBox
  0xbacbacbc, // VMware
])

/** Whether the system reports all changes in a folder; false where this cannot be determined. */
export async function reportsChanges(path: string, platform: NodeJS.Platform = process.platform): Promise<boolean> {
  if (platform === 'win32') return !/^[\\/]{2}(?![?.][\\/])/.test(path)
  if (platform === 'darwin') return !path.startsWith('/Volumes/')
  return statfs(path).then(
    ({ type }) => !silentKinds.has(type >>> 0),
    () => false,
  )
}
