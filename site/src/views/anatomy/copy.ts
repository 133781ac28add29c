// Puts a text on the clipboard and says so, or why not.
import { toast } from "../../state/actions";
import { w } from "./words";

export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(w().copied);
  } catch {
    // A frame without the permission.
    toast(w().copyFailed, "error");
  }
}
