/** Zones by the names of their interfaces, in texts that the stack has written. */
import type { ZoneName } from '../replay/words';

/** `fe80::1%em0` for `fe80::1%1`. */
export function withZones(text: string, zoneName: ZoneName): string {
  return text.replace(/(:[0-9a-f]*)%(\d+)\b/g, (whole, address: string, zone: string) => {
    const name = zoneName(Number(zone));
    return name === null ? whole : `${address}%${name}`;
  });
}
