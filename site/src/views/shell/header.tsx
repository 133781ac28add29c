// The header: logo, scenario picker, commands, language, theme, and the place for sharing.
import { pick, t } from "../../i18n";
import { dialog, lang, scenario, size, theme } from "../../state/app";
import { numbered, scenarios } from "../../state/catalogue";
import { themes } from "../../state/route";
import { ShareButtons } from "../late";
import { Icon, Logo, MenuButton } from "./ui";

export function Header() {
  const s = scenario.value;
  const entry = scenarios.find((x) => x.id === s?.id);
  return (
    <header class="top">
      <h1 class="hush">{t().page.name}</h1>
      <a class="logo" href="./" aria-label={t().page.name}>
        <Logo />
        <span class="word">
          <b>EHLO</b> World
        </span>
      </a>
      <nav class="crumb" aria-label={t().page.scenarios}>
        <button
          type="button"
          class="btn quiet"
          aria-haspopup="dialog"
          title={t().page.choose}
          onClick={() => {
            dialog.value = "scenarios";
          }}
        >
          <span class="pack">{t().page.notes} ▸</span>
          <span class="name">
            {s ? numbered(entry) + pick(s.title) : <span class="wait" style={{ width: "11em" }} />}
          </span>
          <Icon name="down" size={12} />
        </button>
      </nav>
      <div class="gap" />
      {size.value !== "phone" && (
        <button
          type="button"
          class="btn quiet"
          title={`${t().header.palette} (Ctrl+K)`}
          onClick={() => {
            dialog.value = "palette";
          }}
        >
          <span class="hush">{t().header.palette} </span>
          <kbd class="key">Ctrl K</kbd>
        </button>
      )}
      <button
        type="button"
        class="btn quiet"
        lang={lang.value === "zh" ? "en" : "zh-CN"}
        title={t().header.languageTitle}
        onClick={switchLang}
      >
        {t().header.language}
      </button>
      {size.value === "phone" ? (
        <button
          type="button"
          class="btn quiet"
          aria-label={t().header.palette}
          onClick={() => {
            dialog.value = "palette";
          }}
        >
          <Icon name="more" />
        </button>
      ) : (
        <ThemeMenu />
      )}
      <ShareButtons />
    </header>
  );
}

export function switchLang(): void {
  lang.value = lang.value === "zh" ? "en" : "zh";
}

function ThemeMenu() {
  const items = themes.map((name) => ({
    label: t().header.themes[name],
    checked: theme.value === name,
    run: () => {
      theme.value = name;
    },
  }));
  return (
    <MenuButton label={t().header.theme} items={items}>
      <Icon name="theme" />
    </MenuButton>
  );
}
