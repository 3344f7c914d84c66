// In a demonstration the portal's day is not the browser's: "Today", "Now" and the calendars start from the portal's.
{
    const [year, month, day] = document.currentScript.dataset.day.split("-").map(Number);
    window.addEventListener("load", () => {
        const shortcuts = window.DateTimeShortcuts;
        if (!shortcuts) return;
        const clock = shortcuts.now;
        shortcuts.now = () => {
            const now = clock();
            now.setFullYear(year, month - 1, day);
            return now;
        };
        shortcuts.calendars.filter((_, number) => !shortcuts.calendarInputs[number].value).forEach((calendar) => calendar.drawDate(month, year));
    });
}
